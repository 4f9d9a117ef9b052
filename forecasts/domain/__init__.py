"""The words of the field and the rules between them; standard library only."""
