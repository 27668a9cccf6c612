using DataAccess.Conformance;

namespace DataAccess.Cli.Tests.Advise;

public sealed class MariaDbAdviseTests() : AdviseSuite(MariaDbEngine.Shared);
