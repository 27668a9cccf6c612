using DataAccess.Conformance;

namespace DataAccess.Cli.Tests.Advise;

public sealed class PostgreSqlAdviseTests() : AdviseSuite(PostgreSqlEngine.Shared);
