"""Memory: tables, migrations, one repository per noun; may import conversations, classifiers, complaints."""
