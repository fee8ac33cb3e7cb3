"""What would become of a ticket or a mail: asked in a dialog, and said in sentences."""
