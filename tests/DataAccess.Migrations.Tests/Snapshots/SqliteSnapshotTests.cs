using DataAccess.Conformance;

namespace DataAccess.Migrations.Tests.Snapshots;

public sealed class SqliteSnapshotTests() : SnapshotSuite(new SqliteEngine())
{
    protected override string Everything => Script;

    protected override IReadOnlyList<string> Mentioned => ["without rowid", "strict", "fts5", "generated always", "create trigger", "instead of", "where n > 5", "-- the key", "on delete cascade"];

    internal const string Script = """
        create table parent (id integer primary key autoincrement, -- the key
          n int not null default (1 + 2), name text collate nocase check (name <> ');'), twice int generated always as (n * 2) stored, unique (n, name));
        insert into parent (name) values ('x');
        create table child ("the id" int, parent_id int references parent on delete cascade deferrable initially deferred, primary key ("the id")) without rowid, strict;
        alter table child add column late text default 'a;b';
        create virtual table words using fts5(body, tokenize = 'porter');
        create unique index by_name on parent (lower(name), n desc) where n > 5;
        create view a as select * from z; create view z as select id, name from parent;
        create trigger on_parent after insert on parent when new.n > 1 begin update parent set n = 2 where id = new.id; select 1; end;
        create trigger on_view instead of insert on z begin insert into parent (name) values (new.name); end;
        """;
}
