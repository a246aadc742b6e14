"""The days off as decreed (SKB of three ministers), typed by hand: the judge of the package, never its copy.

`d/m` as in the decrees; 2028 holds the astronomical estimates of public holidays only.
"""

from datetime import date

PUBLIC = {
    2023: "1/1 22/1 18/2 22/3 7/4 22/4 23/4 1/5 18/5 1/6 4/6 29/6 19/7 17/8 28/9 25/12",
    2024: "1/1 8/2 10/2 14/2 11/3 29/3 31/3 10/4 11/4 1/5 9/5 23/5 1/6 17/6 7/7 17/8 16/9 27/11 25/12",
    2025: "1/1 27/1 29/1 29/3 31/3 1/4 18/4 20/4 1/5 12/5 29/5 1/6 6/6 27/6 17/8 5/9 25/12",
    2026: "1/1 16/1 17/2 19/3 21/3 22/3 3/4 5/4 1/5 14/5 27/5 31/5 1/6 16/6 17/8 25/8 25/12",
    2027: "1/1 5/1 6/2 8/3 10/3 11/3 26/3 28/3 1/5 6/5 17/5 20/5 1/6 6/6 15/8 17/8 25/12 26/12",
    2028: "1/1 26/1 27/2 28/2 26/3 14/4 16/4 1/5 5/5 9/5 25/5 26/5 1/6 4/8 17/8 14/12 25/12",
}
CUTI_BERSAMA = {
    2023: "23/1 23/3 19/4 20/4 21/4 24/4 25/4 2/6 28/6 30/6 26/12",
    2024: "9/2 12/3 8/4 9/4 12/4 15/4 10/5 24/5 18/6 26/12",
    2025: "28/1 28/3 2/4 3/4 4/4 7/4 13/5 30/5 9/6 18/8 26/12",
    2026: "16/2 18/3 20/3 23/3 24/3 15/5 28/5 24/12",
    2027: "5/2 9/3 12/3 15/3 25/3 18/5 19/5 24/12",
}
DECREED = range(2023, 2028)


def _days(listed: dict[int, str]) -> frozenset[date]:
    pairs = ((year, cell.split("/")) for year, text in listed.items() for cell in text.split())
    return frozenset(date(year, int(month), int(day)) for year, (day, month) in pairs)


DAYS_OFF = _days(PUBLIC) | _days(CUTI_BERSAMA)
