using DataAccess.Conformance;
using Xunit;

[assembly: AssemblyFixture(typeof(EngineCleanup))]
