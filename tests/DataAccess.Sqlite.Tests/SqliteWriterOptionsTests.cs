using DataAccess.Conformance;
using Xunit;

namespace DataAccess.Sqlite.Tests;

public sealed class SqliteWriterOptionsTests() : WriterOptionsSuite(new SqliteEngine())
{
    protected override string GeneratedKey => "integer primary key autoincrement";

    protected override string CaselessText => "text collate nocase";

    [Theory]
    [InlineData(ConflictAction.Ignore)]
    [InlineData(ConflictAction.Update)]
    public Task OnConflict_of_a_key_that_is_not_unique_stops_the_writer(ConflictAction onConflict) => CheckKeyThatIsNotUniqueAsync(onConflict);
}
