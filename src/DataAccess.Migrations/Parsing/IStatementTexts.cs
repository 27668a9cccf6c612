namespace DataAccess.Migrations.Parsing;

/// <summary>Has the texts of statements that are too many to be held.</summary>
internal interface IStatementTexts
{
    /// <summary>Reads the text of a statement.</summary>
    /// <param name="index">Its place among the script's statements, from 0.</param>
    string TextOf(int index);
}
