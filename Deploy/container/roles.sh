#!/usr/bin/env bash
# Makes the roles that the aggregator logs in under; run once by the database's container, on an empty volume.
set -euo pipefail
psql -X -v ON_ERROR_STOP=1 -v password="$(cat /run/secrets/database-password)" -U postgres <<'SQL'
CREATE ROLE goodcatch_admin LOGIN CREATEROLE PASSWORD :'password';
CREATE ROLE goodcatch_access LOGIN NOINHERIT PASSWORD :'password';
CREATE ROLE goodcatch_ingest LOGIN NOINHERIT PASSWORD :'password';
CREATE ROLE goodcatch_analysis LOGIN NOINHERIT PASSWORD :'password';
CREATE ROLE goodcatch_publication LOGIN NOINHERIT PASSWORD :'password';
CREATE ROLE goodcatch_enrolment LOGIN NOINHERIT PASSWORD :'password';
CREATE DATABASE goodcatch OWNER goodcatch_admin;
SQL
