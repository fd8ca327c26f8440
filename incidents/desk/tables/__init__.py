"""Use cases of «tables»: tables in and out."""
