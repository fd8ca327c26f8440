"""Values and rules of «dates»: dates and hours in people's words."""
