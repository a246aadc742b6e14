"""`narahubung demo`: simulator and bots in one process, one address to open, two stories to play."""

from __future__ import annotations

import asyncio
import json
import signal
from contextlib import suppress
from pathlib import Path

import click

from bot.config import Settings
from bot.logs import set_up


@click.command(help="Peragaan di komputer sendiri: simulator, dua bot, dua warga, dua instansi. Tanpa token.")
@click.option("--port", default=8080, show_default=True, help="Port halaman simulator; 0 = bebas.")
@click.option("--data-dir", default="demo-data", show_default=True, type=click.Path(path_type=Path))
def command(port: int, data_dir: Path) -> None:
    """Run the demo until Ctrl-C."""
    set_up("WARNING")
    data_dir.mkdir(parents=True, exist_ok=True)
    street = data_dir / "street.json"
    known = json.loads(street.read_text()) if street.exists() else {}
    asyncio.run(_demo(port, data_dir, known))


async def _demo(port: int, data_dir: Path, known: dict[str, str]) -> None:
    import simulator
    from bot import demo
    from bot.app import App
    from bot.app_clock import following
    from bot.cli.first_owner import invitation

    street_file = data_dir / "street.json"
    click.echo("Menyiapkan simulator dan bot ...")
    try:
        street_sim = await simulator.start(port=port, data_dir=data_dir / "simulator")
    except OSError:
        raise click.ClickException(
            f"Port {port} sedang dipakai. Coba: narahubung demo --port {port + 1}"
        ) from None
    try:
        street, known = await demo.build(street_sim.url, known)
        await asyncio.to_thread(street_file.write_text, json.dumps(known))
        settings = Settings(
            data_dir=data_dir,
            database_url="",
            citizen_token=demo.CITIZEN_TOKEN,  # type: ignore[arg-type]
            desk_token=demo.DESK_TOKEN,  # type: ignore[arg-type]
            telegram_api_url=street_sim.url,
            staff_chat=street.staff,
            _env_file=None,
            **(await demo.whatsapp(street_sim.url)),
        )
        app = App(settings, clock=following(street_sim.world.clock))
        stop = asyncio.Event()
        for name in (signal.SIGTERM, signal.SIGINT):
            with suppress(NotImplementedError):
                asyncio.get_running_loop().add_signal_handler(name, stop.set)
        await app.open()
        await demo.open_webhook(street_sim.url, app.door.port)
        try:
            await demo.bind_desks(app.database, street, app.now)
            if street.fresh:
                await demo.begin_stories(street_sim.url, known)
            click.echo(f"Buka di peramban: {street_sim.url}\nCtrl-C untuk berhenti.")
            if code := await invitation(app.database, app.now()):
                click.echo(code)
            await app.run(stop)
        finally:
            await app.close()
    finally:
        await street_sim.stop()
    click.echo("Selesai. Percakapan tersimpan untuk besok.")
