namespace DataAccess.Conformance.Faults;

/// <summary>Triggers of the table that have an opinion of some rows.</summary>
internal static class FaultTriggers
{
    /// <summary>A row whose <see cref="FaultRow.Sensor"/> begins so is left out without a word, where the database can do that.</summary>
    public const string Swallowed = "swallow ";

    /// <summary>One whose <see cref="FaultRow.Sensor"/> begins so is refused with a code of the trigger's own.</summary>
    public const string Raised = "raise ";

    public static IReadOnlyList<string> OnPostgreSql { get; } =
    [
        $"""
        create or replace function fault_row() returns trigger language plpgsql as $do$
        begin
            if new.sensor like '{Swallowed}%' then return null; end if;
            if new.sensor like '{Raised}%' then raise exception 'not this one' using errcode = 'ZX001'; end if;
            return new;
        end $do$
        """,
        """
        create or replace function fault_moment() returns trigger language plpgsql as $do$
        begin
            if exists (select from fault_moment) then
                raise exception 'cannot execute INSERT in a read-only transaction' using errcode = '25006';
            end if;
            return null;
        end $do$
        """,
        "create trigger fault_row before insert on fault_rows for each row execute function fault_row()",
        "create trigger fault_moment before insert on fault_rows for each statement execute function fault_moment()",
    ];

    public static IReadOnlyList<string> DropOnPostgreSql { get; } =
        ["drop trigger if exists fault_row on fault_rows", "drop trigger if exists fault_moment on fault_rows"];

    // It has no trigger for a statement, and none that leaves out a row.
    public static IReadOnlyList<string> OnMySql { get; } =
    [
        $"""
        create trigger fault_row before insert on fault_rows for each row
        begin
            if new.sensor like '{Raised}%' then
                signal sqlstate '45000' set mysql_errno = 31001, message_text = 'not this one';
            end if;
            if exists (select 1 from fault_moment) then
                signal sqlstate 'HY000' set mysql_errno = 1290, message_text = 'The server is running with the --read-only option';
            end if;
        end
        """,
    ];

    public static IReadOnlyList<string> DropOnMySql { get; } = ["drop trigger if exists fault_row"];

    public static IReadOnlyList<string> OnSqlite { get; } =
    [
        $"create trigger fault_swallow before insert on fault_rows when new.sensor like '{Swallowed}%' begin select raise(ignore); end",
        $"create trigger fault_raise before insert on fault_rows when new.sensor like '{Raised}%' begin select raise(abort, 'not this one'); end",
    ];

    public static IReadOnlyList<string> DropOnSqlite { get; } = ["drop trigger if exists fault_swallow", "drop trigger if exists fault_raise"];
}
