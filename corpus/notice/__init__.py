"""An agency's notice: cut from the pages around it, its parts and its numbered questions."""
