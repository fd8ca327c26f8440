#!/bin/bash
# Run once by the image of PostgreSQL on an empty volume: the bot's role is a plain one, so the policies of the base keep districts apart.
# The image's own role passes by them; afterwards it has no password and is let in from inside the container alone.
set -euo pipefail

psql --set=ON_ERROR_STOP=1 --no-psqlrc --quiet --username="$POSTGRES_USER" --dbname=postgres \
  --set=password="$POSTGRES_PASSWORD" --set=owner="$POSTGRES_USER" <<'SQL'
CREATE ROLE otklik LOGIN NOSUPERUSER NOBYPASSRLS PASSWORD :'password';
CREATE DATABASE otklik OWNER otklik;
ALTER ROLE :"owner" PASSWORD NULL;
SQL
