"""Memory: tables, migrations and one repository per noun; may import conversations, classifiers, complaints."""
