using DataAccess.Conformance;

namespace DataAccess.Testing.Tests;

public sealed class SqliteTestDatabasesTests() : TestDatabasesSuite(new SqliteEngine())
{
    protected override string[] Everything =>
    [
        """
        create table parents (id integer primary key autoincrement, name varchar(100) not null unique);
        create table children (id integer primary key, parent bigint not null references parents (id), units int not null check (units > 0));
        create table log (what varchar(100) not null);
        insert into parents (name) values ('seeded');
        create view family as select c.parent, c.units * 2 as doubled from children c;
        create trigger noted after insert on children begin insert into log values (new.units); end;
        """,
    ];
}
