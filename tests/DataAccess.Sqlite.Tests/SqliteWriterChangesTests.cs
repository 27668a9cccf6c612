using DataAccess.Conformance;

namespace DataAccess.Sqlite.Tests;

public sealed class SqliteWriterChangesTests() : WriterChangesSuite(new SqliteEngine())
{
    protected override string KeepSql => """
        create trigger keep_updated before update on versioned when old.text = 'kept' begin select raise(ignore); end;
        create trigger keep_deleted before delete on versioned when old.text = 'kept' begin select raise(ignore); end
        """;
}
