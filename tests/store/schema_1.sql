-- A commune file of schema 1, as the first program that had one left it: dumped with sqlite3, for the migration test.
PRAGMA application_id=1196444487;
PRAGMA user_version=10300;
PRAGMA foreign_keys=OFF;
BEGIN TRANSACTION;
CREATE TABLE gpkg_spatial_ref_sys (srs_name TEXT NOT NULL, srs_id INTEGER PRIMARY KEY, organization TEXT NOT NULL,
  organization_coordsys_id INTEGER NOT NULL, definition TEXT NOT NULL, description TEXT);
INSERT INTO gpkg_spatial_ref_sys VALUES('Undefined cartesian SRS',-1,'NONE',-1,'undefined','undefined cartesian coordinate reference system');
INSERT INTO gpkg_spatial_ref_sys VALUES('Undefined geographic SRS',0,'NONE',0,'undefined','undefined geographic coordinate reference system');
INSERT INTO gpkg_spatial_ref_sys VALUES('WGS 84 geodetic',4326,'EPSG',4326,'GEOGCS["WGS 84",DATUM["WGS_1984",SPHEROID["WGS 84",6378137,298.257223563,AUTHORITY["EPSG","7030"]],AUTHORITY["EPSG","6326"]],PRIMEM["Greenwich",0,AUTHORITY["EPSG","8901"]],UNIT["degree",0.0174532925199433,AUTHORITY["EPSG","9122"]],AXIS["Latitude",NORTH],AXIS["Longitude",EAST],AUTHORITY["EPSG","4326"]]','longitude/latitude in degrees');
CREATE TABLE gpkg_contents (table_name TEXT NOT NULL PRIMARY KEY, data_type TEXT NOT NULL, identifier TEXT UNIQUE,
  description TEXT DEFAULT '', last_change DATETIME NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')),
  min_x DOUBLE, min_y DOUBLE, max_x DOUBLE, max_y DOUBLE, srs_id INTEGER,
  CONSTRAINT fk_gc_r_srs_id FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys(srs_id));
INSERT INTO gpkg_contents VALUES('asset','features','asset','','2026-11-23T08:22:08.100Z',NULL,NULL,NULL,NULL,4326);
INSERT INTO gpkg_contents VALUES('sensor','features','sensor','','2026-11-23T08:22:08.101Z',NULL,NULL,NULL,NULL,4326);
INSERT INTO gpkg_contents VALUES('alert','features','alert','','2026-11-23T08:22:08.101Z',NULL,NULL,NULL,NULL,4326);
INSERT INTO gpkg_contents VALUES('report','features','report','','2026-11-23T08:22:08.101Z',NULL,NULL,NULL,NULL,4326);
INSERT INTO gpkg_contents VALUES('request','features','request','','2026-11-23T08:22:08.101Z',NULL,NULL,NULL,NULL,4326);
INSERT INTO gpkg_contents VALUES('intervention','features','intervention','','2026-11-23T08:22:08.101Z',NULL,NULL,NULL,NULL,4326);
INSERT INTO gpkg_contents VALUES('crew','features','crew','','2026-11-23T08:22:08.101Z',NULL,NULL,NULL,NULL,4326);
INSERT INTO gpkg_contents VALUES('agent','attributes','agent','','2026-11-23T08:22:08.101Z',NULL,NULL,NULL,NULL,NULL);
INSERT INTO gpkg_contents VALUES('vehicle','attributes','vehicle','','2026-11-23T08:22:08.101Z',NULL,NULL,NULL,NULL,NULL);
INSERT INTO gpkg_contents VALUES('shift','attributes','shift','','2026-11-23T08:22:08.102Z',NULL,NULL,NULL,NULL,NULL);
INSERT INTO gpkg_contents VALUES('absence','attributes','absence','','2026-11-23T08:22:08.102Z',NULL,NULL,NULL,NULL,NULL);
INSERT INTO gpkg_contents VALUES('building','features','building','','2026-11-23T08:22:08.102Z',NULL,NULL,NULL,NULL,4326);
INSERT INTO gpkg_contents VALUES('meter','features','meter','','2026-11-23T08:22:08.102Z',NULL,NULL,NULL,NULL,4326);
CREATE TABLE gpkg_geometry_columns (table_name TEXT NOT NULL, column_name TEXT NOT NULL, geometry_type_name TEXT NOT NULL,
  srs_id INTEGER NOT NULL, z TINYINT NOT NULL, m TINYINT NOT NULL, CONSTRAINT pk_geom_cols PRIMARY KEY (table_name, column_name),
  CONSTRAINT fk_gc_tn FOREIGN KEY (table_name) REFERENCES gpkg_contents(table_name),
  CONSTRAINT fk_gc_srs FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys (srs_id));
INSERT INTO gpkg_geometry_columns VALUES('asset','geom','GEOMETRY',4326,0,0);
INSERT INTO gpkg_geometry_columns VALUES('sensor','geom','POINT',4326,0,0);
INSERT INTO gpkg_geometry_columns VALUES('alert','geom','POINT',4326,0,0);
INSERT INTO gpkg_geometry_columns VALUES('report','geom','POINT',4326,0,0);
INSERT INTO gpkg_geometry_columns VALUES('request','geom','POINT',4326,0,0);
INSERT INTO gpkg_geometry_columns VALUES('intervention','geom','POINT',4326,0,0);
INSERT INTO gpkg_geometry_columns VALUES('crew','geom','POINT',4326,0,0);
INSERT INTO gpkg_geometry_columns VALUES('building','geom','POINT',4326,0,0);
INSERT INTO gpkg_geometry_columns VALUES('meter','geom','POINT',4326,0,0);
CREATE TABLE vigie_meta (key TEXT PRIMARY KEY NOT NULL, value TEXT NOT NULL) WITHOUT ROWID;
INSERT INTO vigie_meta VALUES('closed','no');
INSERT INTO vigie_meta VALUES('journal_head','11 99c0a3516a9628e50b6fe2116f300e5edcb7454c770eed2f1cf248800e25b09c');
INSERT INTO vigie_meta VALUES('schema','1');
INSERT INTO vigie_meta VALUES('uuid','29792397-7c1e-450d-b648-4c1cefa9c756');
CREATE TABLE counter (kind TEXT PRIMARY KEY NOT NULL, next INTEGER NOT NULL) WITHOUT ROWID;
INSERT INTO counter VALUES('',10);
INSERT INTO counter VALUES('intervention',4);
INSERT INTO counter VALUES('report',4);
CREATE TABLE setting (key TEXT PRIMARY KEY NOT NULL, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE source (id TEXT PRIMARY KEY NOT NULL, cursor TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE missing (kind TEXT NOT NULL, id INTEGER NOT NULL, PRIMARY KEY (kind, id)) WITHOUT ROWID;
CREATE TABLE pending_link (kind TEXT NOT NULL, id INTEGER NOT NULL, field TEXT NOT NULL, ordinal INTEGER NOT NULL,
  target_kind TEXT NOT NULL, source TEXT NOT NULL, remote_id TEXT NOT NULL, PRIMARY KEY (kind, id, field, ordinal)) WITHOUT ROWID;
CREATE TABLE observation (sensor INTEGER NOT NULL, at INTEGER NOT NULL, value REAL NOT NULL, PRIMARY KEY (sensor, at)) WITHOUT ROWID;
CREATE TABLE observation_hour (sensor INTEGER NOT NULL, hour INTEGER NOT NULL, count INTEGER NOT NULL, sum REAL NOT NULL,
  min REAL NOT NULL, max REAL NOT NULL, PRIMARY KEY (sensor, hour)) WITHOUT ROWID;
CREATE TABLE observation_day (sensor INTEGER NOT NULL, day INTEGER NOT NULL, count INTEGER NOT NULL, sum REAL NOT NULL,
  min REAL NOT NULL, max REAL NOT NULL, PRIMARY KEY (sensor, day)) WITHOUT ROWID;
CREATE TABLE position (crew INTEGER NOT NULL, at INTEGER NOT NULL, lon REAL NOT NULL, lat REAL NOT NULL, heading_deg REAL,
  speed_ms REAL, accuracy_m REAL, PRIMARY KEY (crew, at)) WITHOUT ROWID;
CREATE TABLE reporter (report INTEGER PRIMARY KEY NOT NULL, nonce BLOB NOT NULL, box BLOB NOT NULL, sealed_at INTEGER NOT NULL);
CREATE TABLE outbox (ticket INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, source TEXT NOT NULL, removal INTEGER NOT NULL,
  kind TEXT NOT NULL, id INTEGER NOT NULL, remote_id TEXT NOT NULL, expected_version TEXT NOT NULL, key TEXT NOT NULL UNIQUE,
  fields TEXT NOT NULL, created_at INTEGER NOT NULL, dispute INTEGER NOT NULL DEFAULT 0, why TEXT NOT NULL DEFAULT '',
  attempts INTEGER NOT NULL DEFAULT 0, theirs TEXT NOT NULL DEFAULT '');
INSERT INTO outbox VALUES(1,'sim',0,'intervention',5,'','','9467bfb2fbb6a08a79e5f9fed47d2c72','{"actual_end":null,"actual_start":null,"address":"","after":[],"alerts":[],"asset":null,"created_at":"2026-11-23T09:06:00.000Z","crews":["a"],"crews_needed":1,"deadline":null,"description":"","duration":3600,"equipment":[],"kind":"","locked":false,"number":2,"people":1,"place":[0.0,0.0],"quartier":"","reason":"","regulatory":false,"reports":[],"severity":4,"skills":[],"start":"2026-11-23T12:06:30.000Z","state":"assigned","state_since":"2026-11-23T09:06:30.000Z","tasks":[{"done":false,"text":"un"},{"done":false,"text":"deux"}],"title":"Travail","windows":[]}',1795424790000,0,'',0,'');
CREATE TABLE journal (sequence INTEGER PRIMARY KEY NOT NULL, at INTEGER NOT NULL, actor TEXT NOT NULL, post TEXT NOT NULL,
  gesture TEXT NOT NULL, summary TEXT NOT NULL, touched TEXT NOT NULL, before TEXT NOT NULL, after TEXT NOT NULL, hash TEXT NOT NULL);
INSERT INTO journal VALUES(1,1795424670000,'C. Delmas','régulation','create_report','{"args":[["report","S-0001"]],"key":"gesture.create_report"}','["report/3"]','{"report/3":null}','{"report/3":{"address":"12 rue de l’Église","asset":null,"category":"nid_de_poule","channel":"","description":"Signalement 69","due_at":"2026-11-30T09:04:30.000Z","duplicate_of":null,"has_reporter":false,"id":3,"number":1,"origin":{"remote_id":"","source":"","version":""},"photos":[],"place":[2.3522,48.8566],"quartier":"","reason":"","received_at":"2026-11-23T09:04:30.000Z","severity":4,"state":"received","state_since":"2026-11-23T09:04:30.000Z","updated_at":"2026-11-23T09:04:30.000Z"}}','38085ba305460e0c4753ed6830eb7bc8a09e9e14f04482382e9bc64ce57968c6');
INSERT INTO journal VALUES(2,1795424730000,'C. Delmas','régulation','create_intervention','{"args":[["intervention","I-0001"]],"key":"gesture.create_intervention"}','["intervention/4","report/3"]','{"intervention/4":null,"report/3":{"state":"received","state_since":"2026-11-23T09:04:30.000Z"}}','{"intervention/4":{"actual_end":null,"actual_start":null,"address":"","after":[],"alerts":[],"asset":null,"created_at":"2026-11-23T09:05:30.000Z","crews":[],"crews_needed":1,"deadline":null,"description":"","duration":3600,"equipment":[],"id":4,"kind":"","locked":false,"number":1,"origin":{"remote_id":"","source":"","version":""},"people":1,"place":[0.0,0.0],"quartier":"","reason":"","regulatory":false,"reports":[3],"severity":4,"skills":[],"start":null,"state":"to_plan","state_since":"2026-11-23T09:05:30.000Z","tasks":[{"done":false,"text":"un"},{"done":false,"text":"deux"}],"title":"Travail","updated_at":"2026-11-23T09:05:30.000Z","windows":[]},"report/3":{"state":"taken","state_since":"2026-11-23T09:05:30.000Z"}}','3d2f94d69aa0837d66bee930c5ab5b95b4b249be5ff6be001be3b3f24eaacb70');
INSERT INTO journal VALUES(3,1795424760000,'C. Delmas','régulation','create_intervention','{"args":[["intervention","I-0002"]],"key":"gesture.create_intervention"}','["intervention/5"]','{"intervention/5":null}','{"intervention/5":{"actual_end":null,"actual_start":null,"address":"","after":[],"alerts":[],"asset":null,"created_at":"2026-11-23T09:06:00.000Z","crews":[],"crews_needed":1,"deadline":null,"description":"","duration":3600,"equipment":[],"id":5,"kind":"","locked":false,"number":2,"origin":{"remote_id":"","source":"","version":""},"people":1,"place":[0.0,0.0],"quartier":"","reason":"","regulatory":false,"reports":[3],"severity":4,"skills":[],"start":null,"state":"to_plan","state_since":"2026-11-23T09:06:00.000Z","tasks":[{"done":false,"text":"un"},{"done":false,"text":"deux"}],"title":"Travail","updated_at":"2026-11-23T09:06:00.000Z","windows":[]}}','0e2c3c5bff475bd909d0b102af7693c0f94ed6787deed6afaf99788385d0fd49');
INSERT INTO journal VALUES(4,1795424790000,'C. Delmas','régulation','assign','{"args":[["intervention","I-0002"],["crew","A"],["reason",""]],"key":"gesture.assign"}','["intervention/5","report/3"]','{"intervention/5":{"crews":[],"start":null,"state":"to_plan","state_since":"2026-11-23T09:06:00.000Z"},"report/3":{"state":"taken","state_since":"2026-11-23T09:05:30.000Z"}}','{"intervention/5":{"crews":[1],"start":"2026-11-23T12:06:30.000Z","state":"assigned","state_since":"2026-11-23T09:06:30.000Z"},"report/3":{"state":"scheduled","state_since":"2026-11-23T09:06:30.000Z"}}','bca458c08c583d5d918d3640ae4ac706f09d504a11433f8ba322f1c3d515b8af');
INSERT INTO journal VALUES(5,1795424850000,'C. Delmas','régulation','create_report','{"args":[["report","S-0002"]],"key":"gesture.create_report"}','["report/6"]','{"report/6":null}','{"report/6":{"address":"12 rue de l’Église","asset":null,"category":"nid_de_poule","channel":"","description":"Signalement 506","due_at":"2026-11-30T09:07:30.000Z","duplicate_of":null,"has_reporter":false,"id":6,"number":2,"origin":{"remote_id":"","source":"","version":""},"photos":[],"place":[2.3522,48.8566],"quartier":"","reason":"","received_at":"2026-11-23T09:07:30.000Z","severity":4,"state":"received","state_since":"2026-11-23T09:07:30.000Z","updated_at":"2026-11-23T09:07:30.000Z"}}','e8d7310dc76929243ea27abd682b88c21d3828535b47a98cf233055c241bdb44');
INSERT INTO journal VALUES(6,1795424910000,'C. Delmas','régulation','add_absence','{"args":[["who","A"],["reason",""]],"key":"gesture.add_absence"}','["absence/7"]','{"absence/7":null}','{"absence/7":{"agent":null,"crew":1,"from":"2026-11-23T09:08:30.000Z","id":7,"origin":{"remote_id":"","source":"","version":""},"reason":"","to":"2026-11-25T00:08:30.000Z","updated_at":"2026-11-23T09:08:30.000Z"}}','cd6c8470c3f3f9bfaa76796403d10585e7be533a77b651b6c5416c951bc1496a');
INSERT INTO journal VALUES(7,1795424940000,'C. Delmas','régulation','create_intervention','{"args":[["intervention","I-0003"]],"key":"gesture.create_intervention"}','["intervention/8","report/6"]','{"intervention/8":null,"report/6":{"state":"received","state_since":"2026-11-23T09:07:30.000Z"}}','{"intervention/8":{"actual_end":null,"actual_start":null,"address":"","after":[],"alerts":[],"asset":null,"created_at":"2026-11-23T09:09:00.000Z","crews":[],"crews_needed":1,"deadline":null,"description":"","duration":3600,"equipment":[],"id":8,"kind":"","locked":false,"number":3,"origin":{"remote_id":"","source":"","version":""},"people":1,"place":[0.0,0.0],"quartier":"","reason":"","regulatory":false,"reports":[6],"severity":4,"skills":[],"start":null,"state":"to_plan","state_since":"2026-11-23T09:09:00.000Z","tasks":[{"done":false,"text":"un"},{"done":false,"text":"deux"}],"title":"Travail","updated_at":"2026-11-23T09:09:00.000Z","windows":[]},"report/6":{"state":"taken","state_since":"2026-11-23T09:09:00.000Z"}}','318035a62ba5285b5a511cf9c244c0051cd1fd982e93b9cb210ac9206f957721');
INSERT INTO journal VALUES(8,1795425000000,'C. Delmas','régulation','qualify_report','{"args":[["report","S-0001"]],"key":"gesture.qualify_report"}','["report/3"]','{"report/3":{"due_at":"2026-11-30T09:04:30.000Z","severity":4}}','{"report/3":{"due_at":"2026-11-23T11:04:30.000Z","severity":1}}','7b203520d25d45278e2c4c9c17e2e8c0674a449f6538d3406c94f8dfc45b6f57');
INSERT INTO journal VALUES(9,1795425030000,'C. Delmas','régulation','create_report','{"args":[["report","S-0003"]],"key":"gesture.create_report"}','["report/9"]','{"report/9":null}','{"report/9":{"address":"12 rue de l’Église","asset":null,"category":"nid_de_poule","channel":"","description":"Signalement 0","due_at":"2026-11-30T09:10:30.000Z","duplicate_of":null,"has_reporter":false,"id":9,"number":3,"origin":{"remote_id":"","source":"","version":""},"photos":[],"place":[2.3522,48.8566],"quartier":"","reason":"","received_at":"2026-11-23T09:10:30.000Z","severity":4,"state":"received","state_since":"2026-11-23T09:10:30.000Z","updated_at":"2026-11-23T09:10:30.000Z"}}','03dcf34ca2ef81fa1f5b92807cd4a21226027078635746f8d45c25cf453ed4d9');
INSERT INTO journal VALUES(10,1795425060000,'C. Delmas','régulation','qualify_report','{"args":[["report","S-0001"]],"key":"gesture.qualify_report"}','["report/3"]','{"report/3":{"category":"nid_de_poule","due_at":"2026-11-23T11:04:30.000Z","severity":1}}','{"report/3":{"category":"depot","due_at":"2026-11-30T09:04:30.000Z","severity":4}}','1ed23c92acb699e22ec6e0edaf83b784cb0eb79bffdd210ddf6049ade5f13009');
INSERT INTO journal VALUES(11,1795425090000,'C. Delmas','régulation','remove_absence','{"args":[["who","A"]],"key":"gesture.remove_absence"}','["absence/7"]','{"absence/7":{"agent":null,"crew":1,"from":"2026-11-23T09:08:30.000Z","id":7,"origin":{"remote_id":"","source":"","version":""},"reason":"","to":"2026-11-25T00:08:30.000Z","updated_at":"2026-11-23T09:08:30.000Z"}}','{"absence/7":null}','99c0a3516a9628e50b6fe2116f300e5edcb7454c770eed2f1cf248800e25b09c');
CREATE TABLE journal_touched (kind TEXT NOT NULL, id INTEGER NOT NULL, sequence INTEGER NOT NULL, PRIMARY KEY (kind, id, sequence)) WITHOUT ROWID;
INSERT INTO journal_touched VALUES('absence',7,6);
INSERT INTO journal_touched VALUES('absence',7,11);
INSERT INTO journal_touched VALUES('intervention',4,2);
INSERT INTO journal_touched VALUES('intervention',5,3);
INSERT INTO journal_touched VALUES('intervention',5,4);
INSERT INTO journal_touched VALUES('intervention',8,7);
INSERT INTO journal_touched VALUES('report',3,1);
INSERT INTO journal_touched VALUES('report',3,2);
INSERT INTO journal_touched VALUES('report',3,4);
INSERT INTO journal_touched VALUES('report',3,8);
INSERT INTO journal_touched VALUES('report',3,10);
INSERT INTO journal_touched VALUES('report',6,5);
INSERT INTO journal_touched VALUES('report',6,7);
INSERT INTO journal_touched VALUES('report',9,9);
CREATE TABLE IF NOT EXISTS "asset" ("id" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, "origin_source" TEXT, "origin_remote_id" TEXT, "origin_version" TEXT, "updated_at" DATETIME, "kind" TEXT, "code" TEXT, "name" TEXT, "geom" GEOMETRY, "attributes" TEXT);
CREATE TABLE IF NOT EXISTS "sensor" ("id" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, "origin_source" TEXT, "origin_remote_id" TEXT, "origin_version" TEXT, "updated_at" DATETIME, "kind" TEXT, "code" TEXT, "name" TEXT, "geom" POINT, "asset" INTEGER, "quartier" TEXT, "unit" TEXT, "watch_above" REAL, "alarm_above" REAL, "watch_below" REAL, "alarm_below" REAL, "battery_pct" REAL, "state" TEXT, "state_since" DATETIME, "last_value" REAL, "last_at" DATETIME);
CREATE TABLE IF NOT EXISTS "alert" ("id" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, "origin_source" TEXT, "origin_remote_id" TEXT, "origin_version" TEXT, "updated_at" DATETIME, "number" INTEGER, "state" TEXT, "state_since" DATETIME, "sensor" INTEGER, "kind" TEXT, "title" TEXT, "rule" TEXT, "severity" INTEGER, "geom" POINT, "quartier" TEXT, "raised_at" DATETIME, "occurrences" INTEGER, "intervention" INTEGER);
CREATE TABLE IF NOT EXISTS "report" ("id" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, "origin_source" TEXT, "origin_remote_id" TEXT, "origin_version" TEXT, "updated_at" DATETIME, "number" INTEGER, "state" TEXT, "state_since" DATETIME, "category" TEXT, "severity" INTEGER, "geom" POINT, "address" TEXT, "quartier" TEXT, "description" TEXT, "channel" TEXT, "received_at" DATETIME, "due_at" DATETIME, "asset" INTEGER, "duplicate_of" INTEGER, "reason" TEXT, "photos" TEXT, "has_reporter" BOOLEAN);
INSERT INTO report VALUES(3,'','','','2026-11-23T09:11:00.000Z',1,'scheduled','2026-11-23T09:06:30.000Z','depot',4,X'47500001e61000000101000000a835cd3b4ed1024076e09c11a56d4840','12 rue de l’Église','','Signalement 69','','2026-11-23T09:04:30.000Z','2026-11-30T09:04:30.000Z',NULL,NULL,'',NULL,0);
INSERT INTO report VALUES(6,'','','','2026-11-23T09:09:00.000Z',2,'taken','2026-11-23T09:09:00.000Z','nid_de_poule',4,X'47500001e61000000101000000a835cd3b4ed1024076e09c11a56d4840','12 rue de l’Église','','Signalement 506','','2026-11-23T09:07:30.000Z','2026-11-30T09:07:30.000Z',NULL,NULL,'',NULL,0);
INSERT INTO report VALUES(9,'','','','2026-11-23T09:10:30.000Z',3,'received','2026-11-23T09:10:30.000Z','nid_de_poule',4,X'47500001e61000000101000000a835cd3b4ed1024076e09c11a56d4840','12 rue de l’Église','','Signalement 0','','2026-11-23T09:10:30.000Z','2026-11-30T09:10:30.000Z',NULL,NULL,'',NULL,0);
CREATE TABLE IF NOT EXISTS "request" ("id" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, "origin_source" TEXT, "origin_remote_id" TEXT, "origin_version" TEXT, "updated_at" DATETIME, "number" INTEGER, "state" TEXT, "state_since" DATETIME, "title" TEXT, "description" TEXT, "requester" TEXT, "geom" POINT, "quartier" TEXT, "asked_at" DATETIME, "intervention" INTEGER, "reason" TEXT);
CREATE TABLE IF NOT EXISTS "intervention" ("id" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, "origin_source" TEXT, "origin_remote_id" TEXT, "origin_version" TEXT, "updated_at" DATETIME, "number" INTEGER, "state" TEXT, "state_since" DATETIME, "kind" TEXT, "title" TEXT, "description" TEXT, "severity" INTEGER, "geom" POINT, "address" TEXT, "quartier" TEXT, "asset" INTEGER, "reports" TEXT, "alerts" TEXT, "duration" INTEGER, "skills" TEXT, "equipment" TEXT, "people" INTEGER, "crews_needed" INTEGER, "windows" TEXT, "deadline" DATETIME, "after" TEXT, "regulatory" BOOLEAN, "locked" BOOLEAN, "crews" TEXT, "start" DATETIME, "actual_start" DATETIME, "actual_end" DATETIME, "created_at" DATETIME, "reason" TEXT, "tasks" TEXT);
INSERT INTO intervention VALUES(4,'','','','2026-11-23T09:05:30.000Z',1,'to_plan','2026-11-23T09:05:30.000Z','','Travail','',4,NULL,'','',NULL,'[3]',NULL,3600,NULL,NULL,1,1,NULL,NULL,NULL,0,0,NULL,NULL,NULL,NULL,'2026-11-23T09:05:30.000Z','','[{"done":false,"text":"un"},{"done":false,"text":"deux"}]');
INSERT INTO intervention VALUES(5,'','','','2026-11-23T09:06:30.000Z',2,'assigned','2026-11-23T09:06:30.000Z','','Travail','',4,NULL,'','',NULL,'[3]',NULL,3600,NULL,NULL,1,1,NULL,NULL,NULL,0,0,'[1]','2026-11-23T12:06:30.000Z',NULL,NULL,'2026-11-23T09:06:00.000Z','','[{"done":false,"text":"un"},{"done":false,"text":"deux"}]');
INSERT INTO intervention VALUES(8,'','','','2026-11-23T09:09:00.000Z',3,'to_plan','2026-11-23T09:09:00.000Z','','Travail','',4,NULL,'','',NULL,'[6]',NULL,3600,NULL,NULL,1,1,NULL,NULL,NULL,0,0,NULL,NULL,NULL,NULL,'2026-11-23T09:09:00.000Z','','[{"done":false,"text":"un"},{"done":false,"text":"deux"}]');
CREATE TABLE IF NOT EXISTS "crew" ("id" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, "origin_source" TEXT, "origin_remote_id" TEXT, "origin_version" TEXT, "updated_at" DATETIME, "code" TEXT, "name" TEXT, "domain" TEXT, "leader" INTEGER, "agents" TEXT, "vehicle" INTEGER, "equipment" TEXT, "depot_lon" REAL, "depot_lat" REAL, "status" TEXT, "status_since" DATETIME, "current" INTEGER, "geom" POINT, "heading_deg" REAL, "speed_ms" REAL, "fix_at" DATETIME);
INSERT INTO crew VALUES(1,'sim','a','1','2026-11-23T09:00:00.000Z','A','A','',NULL,NULL,NULL,NULL,0.0,0.0,'available','1970-01-01T00:00:00.000Z',NULL,NULL,NULL,NULL,NULL);
INSERT INTO crew VALUES(2,'sim','b','1','2026-11-23T09:00:00.000Z','B','B','',NULL,NULL,NULL,NULL,0.0,0.0,'available','1970-01-01T00:00:00.000Z',NULL,NULL,NULL,NULL,NULL);
CREATE TABLE IF NOT EXISTS "agent" ("id" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, "origin_source" TEXT, "origin_remote_id" TEXT, "origin_version" TEXT, "updated_at" DATETIME, "name" TEXT, "phone" TEXT, "skills" TEXT);
CREATE TABLE IF NOT EXISTS "vehicle" ("id" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, "origin_source" TEXT, "origin_remote_id" TEXT, "origin_version" TEXT, "updated_at" DATETIME, "code" TEXT, "name" TEXT, "equipment" TEXT);
CREATE TABLE IF NOT EXISTS "shift" ("id" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, "origin_source" TEXT, "origin_remote_id" TEXT, "origin_version" TEXT, "updated_at" DATETIME, "crew" INTEGER, "start" DATETIME, "end" DATETIME, "has_lunch" BOOLEAN, "lunch_from" DATETIME, "lunch_to" DATETIME, "lunch_duration" INTEGER);
CREATE TABLE IF NOT EXISTS "absence" ("id" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, "origin_source" TEXT, "origin_remote_id" TEXT, "origin_version" TEXT, "updated_at" DATETIME, "crew" INTEGER, "agent" INTEGER, "from" DATETIME, "to" DATETIME, "reason" TEXT);
CREATE TABLE IF NOT EXISTS "building" ("id" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, "origin_source" TEXT, "origin_remote_id" TEXT, "origin_version" TEXT, "updated_at" DATETIME, "name" TEXT, "kind" TEXT, "address" TEXT, "quartier" TEXT, "geom" POINT, "asset" INTEGER, "floor_area_m2" REAL);
CREATE TABLE IF NOT EXISTS "meter" ("id" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, "origin_source" TEXT, "origin_remote_id" TEXT, "origin_version" TEXT, "updated_at" DATETIME, "code" TEXT, "name" TEXT, "fluid" TEXT, "unit" TEXT, "building" INTEGER, "sensor" INTEGER, "geom" POINT);
DELETE FROM sqlite_sequence;
INSERT INTO sqlite_sequence VALUES('crew',2);
INSERT INTO sqlite_sequence VALUES('report',9);
INSERT INTO sqlite_sequence VALUES('intervention',8);
INSERT INTO sqlite_sequence VALUES('outbox',1);
INSERT INTO sqlite_sequence VALUES('absence',7);
CREATE INDEX outbox_source ON outbox (source, ticket);
CREATE INDEX outbox_entity ON outbox (kind, id, ticket);
CREATE TRIGGER journal_no_update BEFORE UPDATE ON journal BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
CREATE TRIGGER journal_no_delete BEFORE DELETE ON journal BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
CREATE TRIGGER journal_touched_no_update BEFORE UPDATE ON journal_touched BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
CREATE TRIGGER journal_touched_no_delete BEFORE DELETE ON journal_touched BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
COMMIT;
