using DataAccess.Cli.Import.Loading;
using DataAccess.Cli.Import.Reading;
using DataAccess.Mapping;

namespace DataAccess.Cli.Import;

/// <summary>What is to be imported, and how.</summary>
/// <param name="File">The file's path, or <c>-</c> for standard input.</param>
/// <param name="Table">The table it goes into.</param>
/// <param name="Create">Whether to create the table.</param>
/// <param name="Format">The format of the file, or null to detect it.</param>
/// <param name="RejectsPath">The file for rejected rows.</param>
/// <param name="Writing">How they are written.</param>
internal sealed record ImportRequest(
    string File, TableName Table, bool Create, InputFormat? Format, string RejectsPath, WritingChoices Writing);
