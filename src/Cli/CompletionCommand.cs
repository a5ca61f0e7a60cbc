using System.CommandLine;

namespace Tacit.Cli;

/// <summary><c>tacit completion</c>: prints a script that teaches a shell to complete this command.</summary>
internal static class CompletionCommand
{
    // Each asks the command itself, by its [suggest] directive, so that a script never grows old.
    private const string Bash = """
        _tacit() {
          local IFS=$'\n'
          local word="${COMP_WORDS[COMP_CWORD]}"
          COMPREPLY=($(compgen -W "$(tacit "[suggest:${COMP_POINT}]" "${COMP_LINE}" 2>/dev/null)" -- "$word"))
          [ ${#COMPREPLY[@]} -gt 0 ] || COMPREPLY=($(compgen -f -- "$word"))
        }
        complete -F _tacit tacit
        """;

    private const string Zsh = """
        #compdef tacit
        _tacit() {
          local -a words_
          words_=("${(@f)$(tacit "[suggest:${CURSOR}]" "${BUFFER}" 2>/dev/null)}")
          if [[ -n "${words_[1]}" ]]; then compadd -a words_; else _files; fi
        }
        compdef _tacit tacit
        """;

    private const string Fish = """
        function __tacit
          tacit "[suggest:"(commandline -C)"]" (commandline -cp) 2>/dev/null
        end
        complete -c tacit -a '(__tacit)'
        """;

    private static readonly Argument<string> Shell = new("shell") { Description = "bash, zsh or fish" };

    /// <summary>Makes the command.</summary>
    public static Command Create()
    {
        Shell.AcceptOnlyFromAmong("bash", "zsh", "fish");
        var command = new Command("completion", "Print a completion script: source <(tacit completion bash)") { Shell };
        command.SetAction(parsed => Console.Out.WriteLine(parsed.GetValue(Shell) switch
        {
            "bash" => Bash,
            "zsh" => Zsh,
            _ => Fish,
        }));
        return command;
    }
}
