namespace DataAccess.Migrations.Files;

/// <summary>Files that have one version, as after a merge of two branches.</summary>
/// <param name="Key">What the history knows the version by.</param>
/// <param name="Files">The files.</param>
internal sealed record DuplicateVersion(string Key, IReadOnlyList<DuplicateFile> Files);

/// <summary>One of them.</summary>
/// <param name="Path">Its path.</param>
/// <param name="Name">Its migration's name.</param>
/// <param name="Checksum">Its checksum; empty if it is not UTF-8.</param>
internal sealed record DuplicateFile(string Path, string Name, string Checksum);
