using System.Runtime.CompilerServices;
using Xunit;
using Xunit.v3;

namespace DataAccess.Conformance;

/// <summary>A theory about whole data files, as <see cref="SharedDataFactAttribute"/>.</summary>
[XunitTestCaseDiscoverer(typeof(SharedDataDiscoverer))]
[AttributeUsage(AttributeTargets.Method)]
public sealed class SharedDataTheoryAttribute([CallerFilePath] string? sourceFilePath = null, [CallerLineNumber] int sourceLineNumber = -1)
    : TheoryAttribute(sourceFilePath, sourceLineNumber);
