using System.Globalization;

namespace DataAccess.Benchmarks;

/// <summary>The figures as the rows of the tables in docs/benchmarks.md.</summary>
internal static class FigureMarkdown
{
    public static void Write(IEnumerable<Figure> figures)
    {
        foreach (var figure in figures)
        {
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"| `{figure.Work}` | {figure.Engine} | {figure.Contender} | {figure.OperationsPerSecond:#,0} | {figure.TimeRatio:0.000} | {figure.BytesPerOperation:#,0} |"));
        }
    }
}
