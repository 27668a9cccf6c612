using DataAccess.Conformance;
using Xunit;

namespace DataAccess.PostgreSql.Tests;

public sealed class PostgreSqlWriterChangesTests() : WriterChangesSuite(PostgreSqlEngine.Shared)
{
    protected override string KeepSql => """
        create function keep() returns trigger language plpgsql as $$ begin if old.text = 'kept' then return null; end if; if tg_op = 'DELETE' then return old; end if; return new; end $$;
        create trigger keep before update or delete on versioned for each row execute function keep()
        """;

    [Fact]
    public Task A_row_that_a_trigger_keeps_is_rejected_and_said_to_be_there() => KeptRowIsRejectedAsync();
}
