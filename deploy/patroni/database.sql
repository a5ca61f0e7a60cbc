-- Once, on the primary: the role and the database of Tacit's storages. They make their tables themselves.
--   psql "host=db1,db2,db3 target_session_attrs=read-write user=postgres" -v password=SECRET -f database.sql
CREATE ROLE tacit LOGIN PASSWORD :'password';
CREATE DATABASE tacit OWNER tacit;
