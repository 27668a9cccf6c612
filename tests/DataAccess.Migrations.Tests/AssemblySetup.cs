using DataAccess.Conformance;

[assembly: AssemblyFixture(typeof(EngineCleanup))]
