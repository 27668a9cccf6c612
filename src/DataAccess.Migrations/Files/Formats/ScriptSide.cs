namespace DataAccess.Migrations.Files.Formats;

/// <summary>What a line of a file belongs to.</summary>
[Flags]
internal enum ScriptSide
{
    None = 0,

    /// <summary>What applies the migration.</summary>
    Up = 1,

    /// <summary>What undoes it.</summary>
    Down = 2,

    /// <summary>The comment at the top, whose directives hold for both.</summary>
    Both = Up | Down,
}
