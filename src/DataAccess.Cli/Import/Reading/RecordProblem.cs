namespace DataAccess.Cli.Import.Reading;

/// <summary>Why a record cannot become a row.</summary>
/// <param name="Field">The field it is about, from 0, or null where it is about the whole record.</param>
/// <param name="Reason">A sentence for the user.</param>
internal sealed record RecordProblem(int? Field, string Reason);
