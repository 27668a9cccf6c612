using DataAccess.Conformance;

namespace DataAccess.Testing.Tests;

public sealed class MySqlTestDatabasesTests() : TestDatabasesSuite(MySqlEngine.Shared)
{
    protected override string[] Everything => OfMySql;

    internal static string[] OfMySql =>
    [
        """
        create table parents (id bigint auto_increment primary key, name varchar(100) not null unique);
        create table children (id bigint auto_increment primary key, parent bigint not null, units int not null check (units > 0), half int generated always as (units / 2) stored, foreign key (parent) references parents (id));
        create table log (what varchar(100) not null);
        insert into parents (name) values ('seeded');
        create function twice(n int) returns int deterministic return n * 2;
        create view units_of as select parent, units from children;
        create view family as select c.parent, twice(c.units) as doubled from units_of c;
        delimiter //
        create trigger noted after insert on children for each row begin insert into log values (new.units); set @last = new.units; end//
        delimiter ;
        """,
    ];
}
