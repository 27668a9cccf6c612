using System.Text.RegularExpressions;

namespace DataAccess.Migrations.Files.Formats;

/// <summary>A directive exactly as a tool takes it. A group <c>options</c> holds what may follow an up or down.</summary>
/// <param name="Kind">What it means.</param>
/// <param name="Form">Matches the whole line.</param>
/// <param name="Advice">What to do about one that is refused.</param>
internal sealed record Mark(MarkKind Kind, Regex Form, string Advice = "");
