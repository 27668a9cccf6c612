using DataAccess.Conformance;

namespace DataAccess.Cli.Tests.Advise;

public sealed class SqliteAdviseTests() : AdviseSuite(new SqliteEngine());
