"""Values and rules of «tables»: tables in and out."""
