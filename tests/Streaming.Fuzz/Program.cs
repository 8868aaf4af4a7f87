using System.Globalization;
using SharpFuzz;
using Streaming.Fuzz;

if (args.Length == 0 || FuzzTargets.Find(args[0]) is not { } target)
{
    Console.Error.WriteLine($"""
        Streaming.Fuzz TARGET                    reads inputs as afl-fuzz gives them (instrument Streaming.Crawls.dll or Streaming.Parquet.dll by the sharpfuzz tool first)
        Streaming.Fuzz TARGET --seeds FOLDER     writes good inputs to begin from
        Streaming.Fuzz TARGET --rounds N [SEED]  damages good inputs N times itself; what breaks a law is kept as a file
        Streaming.Fuzz TARGET FILE...            tries files
        targets: {string.Join(", ", FuzzTargets.All.Select(t => t.Name))}
        """);
    return 2;
}

switch (args)
{
    case [_]:
        Fuzzer.OutOfProcess.Run(stream =>
        {
            using var input = new MemoryStream();
            stream.CopyTo(input);
            target.Try(input.ToArray());
        });
        return 0;
    case [_, "--seeds", var folder]:
        Directory.CreateDirectory(folder);
        for (var i = 0; i < target.Seeds.Count; i++)
        {
            File.WriteAllBytes(Path.Combine(folder, $"{target.Name}-{i}"), target.Seeds[i]);
        }

        return 0;
    case [_, "--rounds", var rounds, .. var seed]:
        return Rounds.Run(target, int.Parse(rounds, CultureInfo.InvariantCulture), seed is [var s] ? int.Parse(s, CultureInfo.InvariantCulture) : 17);
    default:
        foreach (var file in args[1..])
        {
            target.Try(File.ReadAllBytes(file));
        }

        return 0;
}
