"""Files of a district's profile (`districts/<name>/`): read strictly, each mistake is one Russian line with the file and the row."""
