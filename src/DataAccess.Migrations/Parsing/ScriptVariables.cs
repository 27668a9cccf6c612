namespace DataAccess.Migrations.Parsing;

/// <summary>The variables in which a script keeps the session's rules, to restore them later.</summary>
internal sealed class ScriptVariables
{
    private readonly Dictionary<string, SqlFlavour> _kept = new(StringComparer.OrdinalIgnoreCase);

    public void Keep(string name, SqlFlavour flavour) => _kept[name] = flavour;

    public SqlFlavour? Kept(string name) => _kept.GetValueOrDefault(name);
}
