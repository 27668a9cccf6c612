using DataAccess.Conformance;

namespace DataAccess.Sqlite.Tests;

/// <summary>What SQLite keeps with a connection.</summary>
internal static class SqliteTraces
{
    private const string Temporary = "select count(*) from temp.sqlite_schema where name = 'left_behind'";

    public static IEnumerable<SessionTrace> All =>
    [
        new("pragma query_only = on", "select query_only from pragma_query_only"),
        new("pragma synchronous = off", "select synchronous <> 2 from pragma_synchronous"),
        new("pragma foreign_keys = off", "select 1 - foreign_keys from pragma_foreign_keys"),
        new("pragma ignore_check_constraints = on", "select ignore_check_constraints from pragma_ignore_check_constraints"),
        new("pragma recursive_triggers = on", "select recursive_triggers from pragma_recursive_triggers"),
        new("pragma reverse_unordered_selects = on", "select reverse_unordered_selects from pragma_reverse_unordered_selects"),
        new("pragma case_sensitive_like = on", "select not 'a' like 'A'"),
        new("pragma cache_size = 17", "select cache_size = 17 from pragma_cache_size"),
        new("/* a setting */ pragma writable_schema = on", "select writable_schema from pragma_writable_schema"),
        new("attach ':memory:' as left_behind", "select count(*) from pragma_database_list where name = 'left_behind'"),
        new("create temporary table left_behind (id int)", Temporary),
        new("create temp view left_behind as select 1 as id", Temporary),
        new("create table temp.left_behind (id int)", Temporary),
        new("create temp trigger left_behind after insert on called begin select 1; end", Temporary),
    ];
}
