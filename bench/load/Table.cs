using System.Text;

namespace Tacit.Bench.Load;

/// <summary>A table in Markdown; the first column is text, the others are set to the right.</summary>
internal sealed class Table
{
    private readonly StringBuilder _text = new();

    /// <summary>Begins a table.</summary>
    public Table(params string[] columns)
    {
        Row(columns);
        Row([.. columns.Select((_, at) => at == 0 ? "---" : "---:")]);
    }

    /// <summary>Adds a row.</summary>
    public void Row(params IEnumerable<string> cells) => _text.Append("| ").AppendJoin(" | ", cells).Append(" |\n");

    /// <inheritdoc />
    public override string ToString() => _text.ToString();
}
