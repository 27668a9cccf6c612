using DataAccess.Conformance;

namespace DataAccess.Migrations.Tests.Snapshots;

/// <summary>What MySQL and MariaDB have in common.</summary>
public abstract class MySqlSnapshotSuite(TestEngine engine) : SnapshotSuite(engine)
{
    protected override string Everything => Script;

    protected override IReadOnlyList<string> Mentioned => ["STORED", "PARTITION BY", "ON DELETE CASCADE", "FULLTEXT KEY", "SQL SECURITY INVOKER", "TRIGGER", "EVENT", "PROCEDURE", "COMMENT='it''s; here'", "CHECK (", "PIPES_AS_CONCAT", "VIRTUAL"];

    [Fact]
    public async Task Character_sets_that_objects_were_made_in_are_kept()
    {
        const string Made = """
            create table t (n int);
            set names latin1;
            create procedure p() select 'a';
            create trigger g before insert on t for each row set new.n = 1;
            create event e on schedule every 1 day starts '2030-01-01 00:00:00' disable do delete from t;
            create view v as select 'a' as a;
            set names utf8mb4;
            create procedure q() select 'a';
            """;
        const string Query = """
            select group_concat(concat_ws(' ', o.name, o.client, o.collation) order by o.name)
            from (select routine_name as name, character_set_client as client, collation_connection as collation from information_schema.routines where routine_schema = database()
              union all select trigger_name, character_set_client, collation_connection from information_schema.triggers where trigger_schema = database()
              union all select event_name, character_set_client, collation_connection from information_schema.events where event_schema = database()
              union all select table_name, character_set_client, collation_connection from information_schema.views where table_schema = database()) o
            """;
        await ScriptAsync(Db, Made);
        var text = await SchemaSnapshot.ReadAsync(Db, cancellationToken: Token);
        var expected = await Db.ScalarAsync<string>(SqlStatement.Raw(Query), Token);
        Assert.Contains("p latin1 latin1_swedish_ci", expected, StringComparison.Ordinal);

        var url = await Engine.CreateDatabaseAsync();
        try
        {
            await using var other = Engine.Open(url);
            await ScriptAsync(other, text);
            Assert.Equal(expected, await other.ScalarAsync<string>(SqlStatement.Raw(Query), Token));
            Assert.Equal(text, await SchemaSnapshot.ReadAsync(other, cancellationToken: Token));
        }
        finally
        {
            await Engine.DropDatabaseAsync(url);
        }
    }

    internal const string Script = """
        create table z_parent (id int auto_increment primary key, k int default 5, name varchar(20) character set latin1 not null default 'a,b)' comment 'it''s', g int generated always as (k + 1) stored, v int generated always as (k * 2) virtual,
          e enum('a,b', 'c''d'), made timestamp(3) default current_timestamp(3) on update current_timestamp(3), j json, b blob, d decimal(10, 3) unsigned, key by_name (name desc, k), unique key u (k, name(5)), fulltext key ft (name),
          constraint k_ok check (k > 0 and name <> ')')) engine = InnoDB comment = 'it''s; here';
        insert into z_parent (name) values ('x'), ('y');
        create table a_child (id int, parent_id int, constraint fk foreign key (parent_id) references z_parent (id) on delete cascade on update set null);
        create table parts (id int not null, at date) row_format = dynamic partition by range (id) (partition p0 values less than (10), partition p1 values less than maxvalue);
        create function f(x int) returns int deterministic return x + 1;
        create view z as select f(p.id) as a, c.id as b from z_parent p join a_child c on c.parent_id = p.id;
        create sql security invoker view a as select * from z where a > 1 with local check option;
        create procedure p(in x int, out y int) comment 'does;' begin declare i int default 0; while i < x do set i = i + 1; end while; set y = i; end;
        set sql_mode = 'PIPES_AS_CONCAT'; create function joined(x varchar(10)) returns varchar(20) deterministic return x || ';'; set sql_mode = default;
        create trigger t2 before insert on z_parent for each row set new.k = 1;
        create trigger t1 before insert on z_parent for each row begin if new.k > 5 then set new.k = 6; end if; end;
        create table sets (a varchar(10), b varchar(10) collate utf8mb4_unicode_ci, c text character set latin1, d enum('a', 'b') character set utf8mb4 collate utf8mb4_unicode_ci, e set('x', ')') collate utf8mb4_unicode_ci, `f COLLATE x` varchar(9) collate utf8mb4_bin comment 'COLLATE utf8mb4_bin',
          g varchar(30) character set utf8mb4 collate utf8mb4_unicode_ci generated always as (concat(a, 'COLLATE x')) stored, h tinytext collate utf8mb4_unicode_ci, i varchar(40) character set latin1 collate latin1_german1_ci not null default 'CHARACTER SET latin1') default charset = utf8mb4 collate = utf8mb4_unicode_ci;
        create table old_sets (a varchar(10), b varchar(10) character set latin1, c varchar(10) collate latin1_swedish_ci, d varchar(10) collate latin1_bin, e varchar(10) character set utf8mb4) default charset = latin1;
        create event e on schedule every 1 day starts '2030-01-01 00:00:00' do delete from z_parent where id < 0;
        """;
}
