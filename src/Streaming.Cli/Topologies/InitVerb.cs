namespace Streaming.Cli;

/// <summary><c>init</c>: a topology to start from, with a few documents to run it on.</summary>
internal static class InitVerb
{
    public static Command Create(Terminal terminal, GlobalOptions global)
    {
        var folder = new Argument<string>("folder") { DefaultValueFactory = _ => ".", Description = "Where to write; default: here." };
        var force = new Option<bool>("--force") { Description = "Replace files that are there." };
        var command = new Command("init", "Writes a starter topology and a few documents to run it on.") { folder, force };
        command.SetAction(parsed => Run(parsed.GetValue(folder)!, parsed.GetValue(force), terminal, global.Of(parsed)));
        return command;
    }

    private static int Run(string folder, bool force, Terminal terminal, Settings settings)
    {
        var files = new[] { "topology.yaml", "data/documents.jsonl" };
        if (!force && files.FirstOrDefault(f => File.Exists(Path.Combine(folder, f))) is { } existing)
        {
            throw new BadInputException($"{Path.Combine(folder, existing)} is there already. Choose another folder, or give --force to replace it.");
        }

        Directory.CreateDirectory(Path.Combine(folder, "data"));
        foreach (var file in files)
        {
            File.WriteAllText(Path.Combine(folder, file), StarterFiles.Read(Path.GetFileName(file)));
            if (!settings.Quiet)
            {
                terminal.Out.WriteLine($"wrote {Path.Combine(folder, file)}");
            }
        }

        if (!settings.Quiet)
        {
            var topology = Path.Combine(folder, files[0]);
            terminal.Out.WriteLine($"Next: streaming plan {topology}\n      streaming run {topology}\n      streaming inspect {Path.Combine(folder, "out/documents")}");
        }

        return ExitCode.Done;
    }
}
