using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Simplification;

namespace DataAccess.Analyzers.Tests.Running;

/// <summary>What an editor does with a finding.</summary>
internal static class UserEditor
{
    /// <summary>Applies the fix to the first finding of the code, and checks that the result compiles and that nothing is found in it.</summary>
    /// <param name="analyzer">Finds.</param>
    /// <param name="provider">Fixes.</param>
    /// <param name="code">The code.</param>
    /// <param name="choice">Which of the offered fixes.</param>
    public static async Task<string> FixAsync(DiagnosticAnalyzer analyzer, CodeFixProvider provider, string code, int choice = 0)
    {
        using var workspace = new AdhocWorkspace();
        var document = Open(workspace, code);
        var action = (await OfferAsync(analyzer, provider, document, code))[choice];
        var operations = await action.GetOperationsAsync(TestContext.Current.CancellationToken);
        var changed = operations.OfType<ApplyChangesOperation>().Single().ChangedSolution.GetDocument(document.Id)!;

        // As an editor does after every fix.
        changed = await Simplifier.ReduceAsync(changed, cancellationToken: TestContext.Current.CancellationToken);
        var text = (await changed.GetTextAsync(TestContext.Current.CancellationToken)).ToString();
        Assert.Empty(await UserCode.FindAsync(analyzer, text));
        return text;
    }

    /// <summary>The titles of the fixes for the first finding of the code.</summary>
    public static async Task<IReadOnlyList<string>> TitlesAsync(DiagnosticAnalyzer analyzer, CodeFixProvider provider, string code)
    {
        using var workspace = new AdhocWorkspace();
        return [.. (await OfferAsync(analyzer, provider, Open(workspace, code), code)).Select(static action => action.Title)];
    }

    private static Document Open(AdhocWorkspace workspace, string code)
        => workspace.AddProject(ProjectInfo.Create(
                ProjectId.CreateNewId(), VersionStamp.Default, "User", "User", LanguageNames.CSharp, compilationOptions: UserCode.Options, metadataReferences: UserCode.Metadata))
            .AddDocument("User.cs", code);

    private static async Task<ImmutableArray<CodeAction>> OfferAsync(DiagnosticAnalyzer analyzer, CodeFixProvider provider, Document document, string code)
    {
        var found = await UserCode.FindAsync(analyzer, code);
        var actions = ImmutableArray.CreateBuilder<CodeAction>();
        var tree = await document.GetSyntaxTreeAsync(TestContext.Current.CancellationToken);

        // The same finding, in the document's tree.
        var finding = Diagnostic.Create(found[0].Descriptor, Location.Create(tree!, found[0].Location.SourceSpan), found[0].Properties);
        await provider.RegisterCodeFixesAsync(new CodeFixContext(document, finding, (action, _) => actions.Add(action), TestContext.Current.CancellationToken));
        return actions.ToImmutable();
    }
}
