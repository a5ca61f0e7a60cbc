using System.Globalization;
using System.Text;

namespace Tacit.Cli;

/// <summary>
/// A stranger's text on a screen: it must not move the cursor, colour the screen or change its title.
/// </summary>
internal static class Visible
{
    /// <summary>The text in one line, with signs in place of what cannot be seen.</summary>
    public static string Of(string text)
    {
        var shown = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            if (rune.Value == '\n')
                shown.Append('⏎');
            else if (Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format)
                shown.Append('·');
            else
                shown.Append(rune.ToString());
        }

        return shown.ToString();
    }
}
