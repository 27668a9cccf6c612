using DataAccess.Conformance;

namespace DataAccess.MySql.Tests;

public sealed class MySqlWriterOptionsTests() : WriterOptionsSuite(MySqlEngine.Shared)
{
    protected override string GeneratedKey => "bigint not null auto_increment primary key";

    protected override string CaselessText => "varchar(20) character set utf8mb4 collate utf8mb4_0900_ai_ci";
}
