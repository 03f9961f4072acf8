"""What the council's directory says of people and groups, by SCIM, and what follows here."""
