using DataAccess.Conformance;

namespace DataAccess.Testing.Tests;

public sealed class PostgreSqlTestDatabasesTests() : TestDatabasesSuite(PostgreSqlEngine.Shared)
{
    protected override string[] Everything =>
    [
        """
        create table parents (id bigint generated always as identity primary key, name varchar(100) not null unique);
        create table children (id bigint generated always as identity primary key, parent bigint not null references parents (id), units int not null check (units > 0));
        create table log (what varchar(100) not null);
        insert into parents (name) values ('seeded');
        create function twice(n int) returns int language sql as 'select n * 2';
        create view family as select c.parent, twice(c.units) as doubled from children c;
        create function note() returns trigger language plpgsql as 'begin insert into log values (new.units::text); return new; end';
        create trigger noted after insert on children for each row execute function note();
        """,
    ];
}
