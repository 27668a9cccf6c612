using DataAccess.Cli.Import.Loading;
using DataAccess.Cli.Import.Reading;
using DataAccess.Mapping;

namespace DataAccess.Cli.Import;

/// <summary>What the user asked to import.</summary>
/// <param name="File">The file's path, or <c>-</c> for standard input.</param>
/// <param name="Table">The table it goes into.</param>
/// <param name="Create">Whether the table is to be created.</param>
/// <param name="Format">How the file is written; null to find out.</param>
/// <param name="RejectsPath">Where rejected rows go.</param>
/// <param name="Writing">How they are written.</param>
internal sealed record ImportRequest(
    string File, TableName Table, bool Create, InputFormat? Format, string RejectsPath, WritingChoices Writing);
