namespace DataAccess;

/// <summary>The form of a plan.</summary>
public enum PlanFormat
{
    /// <summary>As the database shows it to people, a line for each step. It may contain the statement's values.</summary>
    Text = 0,

    /// <summary>As JSON of the database's own shape. It may contain the statement's values.</summary>
    Json,

    /// <summary>The steps without their conditions, so that no value of the statement is in it.</summary>
    Outline,
}
