using DataAccess.Migrations.Snapshots;

namespace DataAccess.Migrations.Engines.PostgreSql;

/// <summary>A comment.</summary>
/// <param name="Entry">What it is on: a catalogue and a number.</param>
/// <param name="Column">The column it is on, or null.</param>
/// <param name="Special">What it is on, if that is part of an object; else null.</param>
/// <param name="Literal">Its text, as a literal.</param>
internal sealed record PostgreSqlComment(string Entry, string? Column, string? Special, string Literal)
{
    /// <summary>The statements that set and remove it.</summary>
    /// <param name="item">The object that the entry belongs to.</param>
    public SnapshotSetting SettingOf(SnapshotObject item)
    {
        var on = Special ?? (Column is not null ? $"column {item.Name}.{Column}"
            : item.Kind == "foreign key" ? $"constraint {item.Name}"
            : item.Kind == "aggregate" && item.Name.EndsWith("()", StringComparison.Ordinal) ? $"aggregate {item.Name[..^1]}*)"
            : $"{item.Kind} {item.Name}");
        return new SnapshotSetting($"comment on {on}", $"comment on {on} is {Literal}", $"comment on {on} is null");
    }
}
