using DataAccess.Conformance;

namespace DataAccess.Cli.Tests.Advise;

public sealed class MySqlAdviseTests() : AdviseSuite(MySqlEngine.Shared);
