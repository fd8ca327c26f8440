"""Stories of «approval»: answers looked at before they go out."""
