namespace DataAccess.Migrations.Engines.MySql;

/// <summary>
/// Finds where the body of a procedure or function starts, after its name, parameters, result and characteristics. One instance for one routine.
/// </summary>
internal sealed class RoutineHead(bool isFunction)
{
    private Part _part = Part.Name;
    private int _depth;

    private enum Part
    {
        Name = 0,
        AfterName = 1,
        Type = 2,
        Characteristics = 3,
    }

    /// <summary>Whether AS or IS stood before the body, so that declarations may come before its BEGIN.</summary>
    public bool HasDeclarations { get; private set; }

    /// <summary>Whether the token starts the body.</summary>
    public bool IsBody(string token, string previous)
    {
        if (token is "(" or ")" || _depth > 0)
        {
            _depth += token switch { "(" => 1, ")" => -1, _ => 0 };
            _part = _part == Part.Name ? Part.AfterName : _part;
            return false;
        }

        switch (_part)
        {
            case Part.Name:
                // IF NOT EXISTS stands before the name, and the name may have a database in front.
                _part = token is "IF" or "NOT" or "EXISTS" or "BODY" ? Part.Name : Part.AfterName;
                return false;
            case Part.AfterName when token == "." || previous == ".":
                return false;
            case Part.AfterName when isFunction && token is "RETURNS" or "RETURN":
                _part = Part.Type;
                return false;
            case Part.Type when previous is "RETURNS" or "RETURN" || IsPartOfType(token, previous):
                return false;
            default:
                _part = Part.Characteristics;
                break;
        }

        if (HasDeclarations)
        {
            // MySQL's AS has the body as a string behind it.
            HasDeclarations = token != "'";
            return HasDeclarations;
        }

        HasDeclarations = token is "AS" or "IS";
        return !HasDeclarations && !IsCharacteristic(token, previous);
    }

    private static bool IsPartOfType(string token, string previous)
        => token is "UNSIGNED" or "SIGNED" or "ZEROFILL" or "CHARSET" or "CHARACTER" or "CHAR" or "COLLATE" or "BINARY" or "BYTE" or "ASCII" or "UNICODE"
                or "PRECISION" or "VARYING" or "VARCHAR" or "VARCHARACTER" or "VARBINARY" or "OF" or "TYPE" or "." or "%"
            || previous is "CHARSET" or "COLLATE" or "OF" or "." or "%"
            || (token == "SET" && previous is "CHARACTER" or "CHAR")
            || previous == "SET";

    private static bool IsCharacteristic(string token, string previous)
        => token is "COMMENT" or "LANGUAGE" or "NOT" or "DETERMINISTIC" or "CONTAINS" or "SQL" or "NO" or "READS" or "MODIFIES" or "DATA" or "SECURITY" or "DEFINER"
                or "INVOKER" or "'" or "USING" or "AGGREGATE"
            || previous == "LANGUAGE";
}
