"""How Deskbell looks: colours, type, spacing, icons, and the one style sheet made of them."""
