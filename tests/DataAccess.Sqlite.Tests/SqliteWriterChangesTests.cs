using DataAccess.Conformance;
using Xunit;

namespace DataAccess.Sqlite.Tests;

public sealed class SqliteWriterChangesTests() : WriterChangesSuite(new SqliteEngine())
{
    protected override string KeepSql => """
        create trigger keep_updated before update on versioned when old.text = 'kept' begin select raise(ignore); end;
        create trigger keep_deleted before delete on versioned when old.text = 'kept' begin select raise(ignore); end
        """;

    [Fact]
    public Task A_row_that_a_trigger_keeps_is_rejected_and_said_to_be_there() => KeptRowIsRejectedAsync();
}
