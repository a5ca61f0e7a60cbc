using System.Text.Json.Nodes;

namespace Tacit.Crdt.Tests.Differential;

/// <summary>Makes up edits of a session: every type, every kind of value, formats, nesting, bad networks.</summary>
internal sealed class RandomEdits(Random random, Session session, int users, bool undo, bool surrogates = true)
{
    private static readonly string[] Words =
    [
        "a", "b", "xyz", "hello ", "\n", "ß", "漢字", "😀", "z😀z", "0123456789012345678901234567890123456789 long ",
    ];

    private static readonly string[] Keys = ["k", "key", "2", "10", "é"];

    public void Step()
    {
        var user = random.Next(users);
        switch (random.Next(100))
        {
            case < 12:
                Deliver(user);
                break;
            case < 17:
                session.Do("sync", random.Next(users), user);
                break;
            case < 23 when undo:
                session.Do(random.Next(3) == 0 ? "redo" : "undo", user);
                break;
            case < 28:
                var inner = new JsonArray();
                inner.Add(TextStep(user, Path("text")));
                inner.Add(ArrayStep(user, Path("array")));
                // Within one transaction the second edit must fit what the first leaves: both insert.
                session.Do("transact", user, inner);
                break;
            case < 60:
                Text(user, Path("text"));
                break;
            case < 75:
                List(user, Path("array"));
                break;
            case < 85:
                Map(user, Path("map"));
                break;
            default:
                Xml(user);
                break;
        }
    }

    private static JsonArray Path(params JsonNode?[] steps) => new(steps);

    private static JsonArray Append(JsonArray path, JsonNode step)
    {
        var longer = path.DeepClone().AsArray();
        longer.Add(step);
        return longer;
    }

    private void Deliver(int user)
    {
        if (session.Updates.Count == 0)
            return;
        // In any order, some twice, some never: what is missing comes with the last synchronization.
        var indices = new JsonArray();
        for (var i = random.Next(1, 5); i > 0; i--)
            indices.Add(random.Next(session.Updates.Count));
        session.Do(random.Next(4) == 0 ? "deliverMerged" : "deliver", user, indices);
    }

    private void Text(int user, JsonArray path)
    {
        var text = (YText)session.Find(user, path);
        var length = text.Length;
        var index = random.Next(length + 1);
        var count = Math.Min(random.Next(1, 8), length - index);
        switch (random.Next(12))
        {
            case < 4:
                session.Do(TextStep(user, path).ToArrayOfNodes());
                break;
            case 4 or 5 or 6 when count > 0:
                session.Do("textDelete", user, path, index, count);
                break;
            case 7 or 8 when count > 0:
                session.Do("textFormat", user, path, index, count, Attributes());
                break;
            case 9:
                session.Do("textEmbed", user, path, index,
                    random.Next(3) == 0 ? Type() : new JsonObject { ["image"] = Word() },
                    random.Next(2) == 0 ? Attributes() : null);
                break;
            case 10:
                session.Do("textDelta", user, path, Delta(length));
                break;
            default:
                session.Do("textInsert", user, path, index, Word(), random.Next(3) == 0 ? Attributes() : null);
                break;
        }
    }

    private JsonArray TextStep(int user, JsonArray path)
    {
        var length = ((YText)session.Find(user, path)).Length;
        // Mostly near the end, as people type.
        var index = random.Next(3) == 0 ? random.Next(length + 1) : Math.Max(0, length - random.Next(3));
        return ["textInsert", user, path.DeepClone(), index, Word(), null];
    }

    private JsonArray Delta(int length)
    {
        var delta = new JsonArray();
        var left = length;
        for (var i = random.Next(1, 4); i > 0; i--)
        {
            var count = Math.Min(left, random.Next(1, 5));
            if (random.Next(3) == 0 || count == 0)
            {
                var insert = new JsonObject { ["insert"] = Word() };
                if (random.Next(2) == 0)
                    insert["attributes"] = Attributes();
                delta.Add(insert);
                continue;
            }
            left -= count;
            var step = new JsonObject { [random.Next(3) == 0 ? "delete" : "retain"] = count };
            if (step.ContainsKey("retain") && random.Next(2) == 0)
                step["attributes"] = Attributes();
            delta.Add(step);
        }
        return delta;
    }

    private void List(int user, JsonArray path)
    {
        var array = (YArray)session.Find(user, path);
        var length = array.Count;
        if (length > 0 && random.Next(4) == 0 && Nested(user, path, random.Next(length)))
            return;
        switch (random.Next(10))
        {
            case < 5:
                session.Do(ArrayStep(user, path).ToArrayOfNodes());
                break;
            case 5 or 6 or 7 when length > 0:
                var index = random.Next(length);
                session.Do("listDelete", user, path, index, random.Next(1, Math.Min(4, length - index) + 1));
                break;
            case 8 when length > 0:
                session.Do("listGet", user, path, random.Next(length));
                break;
            default:
                session.Do("listPush", user, path, Values());
                break;
        }
    }

    private JsonArray ArrayStep(int user, JsonArray path)
    {
        var length = ((YArray)session.Find(user, path)).Count;
        return ["listInsert", user, path.DeepClone(), random.Next(length + 1), Values()];
    }

    private void Map(int user, JsonArray path)
    {
        var map = (YMap)session.Find(user, path);
        var key = Keys[random.Next(Keys.Length)];
        if (random.Next(3) == 0 && Nested(user, path, key))
            return;
        if (random.Next(4) == 0)
            session.Do("mapDelete", user, path, key);
        else
            session.Do("mapSet", user, path, key, random.Next(3) == 0 ? Type() : Value(2, inMap: true));
        _ = map;
    }

    private bool Nested(int user, JsonArray path, JsonNode step)
    {
        if (path.Count > 4)
            return false;
        var inner = Append(path, step);
        var value = session.Find(user, path) switch
        {
            YMap map => map[(string)step!],
            YArray array => array[(int)step],
            _ => Any.Undefined,
        };
        switch (value.AsShared)
        {
            case YXmlText or YXmlElement or YXmlFragment or YXmlHook or null:
                return false;
            case YText:
                Text(user, inner);
                return true;
            case YArray:
                List(user, inner);
                return true;
            default:
                Map(user, inner);
                return true;
        }
    }

    private void Xml(int user)
    {
        var path = Path("xml");
        while (true)
        {
            var fragment = (YXmlFragment)session.Find(user, path);
            if (fragment is YXmlElement && random.Next(3) == 0)
            {
                var key = Keys[random.Next(Keys.Length)];
                if (random.Next(3) == 0)
                    session.Do("attributeRemove", user, path, key);
                else
                    session.Do("attributeSet", user, path, key, random.Next(2) == 0 ? Word() : Value(1, inMap: true));
                return;
            }
            if (fragment.Count == 0 || random.Next(3) == 0 || path.Count > 4)
            {
                session.Do("listInsert", user, path, random.Next(fragment.Count + 1),
                    new JsonArray([.. Enumerable.Range(0, random.Next(1, 3)).Select(_ => XmlType())]));
                return;
            }
            var index = random.Next(fragment.Count);
            if (random.Next(5) == 0)
            {
                session.Do("listDelete", user, path, index, 1);
                return;
            }
            path = Append(path, index);
            switch (fragment[index])
            {
                case YXmlText:
                    Text(user, path);
                    return;
                case YXmlHook:
                    session.Do("mapSet", user, path, "h", Value(1, inMap: true));
                    return;
            }
        }
    }

    private string Word()
    {
        var word = Words[random.Next(Words.Length)];
        return surrogates ? word : word.Replace("😀", "ab", StringComparison.Ordinal);
    }

    private JsonObject Attributes()
    {
        var attributes = new JsonObject();
        for (var i = random.Next(1, 3); i > 0; i--)
        {
            switch (random.Next(5))
            {
                case 0 or 1:
                    attributes["bold"] = random.Next(3) == 0 ? null : (JsonNode)true;
                    break;
                case 2:
                    attributes["color"] = random.Next(3) == 0 ? null : (JsonNode)Word();
                    break;
                case 3:
                    attributes["em"] = random.Next(3) == 0 ? null : new JsonObject();
                    break;
                default:
                    attributes["link"] = new JsonObject { ["href"] = Word(), ["n"] = new JsonArray(1, 2.5) };
                    break;
            }
        }
        return attributes;
    }

    private JsonArray Values() => new([.. Enumerable.Range(0, random.Next(1, 5)).Select(_ => random.Next(5) switch
    {
        0 => Type(),
        1 => new JsonObject { ["$bytes"] = Convert.ToBase64String([1, 2, (byte)random.Next(256)]) },
        _ => Value(2, inMap: false),
    })]);

    private JsonObject Type() => new()
    {
        ["$type"] = random.Next(3) switch
        {
            0 => new JsonArray("map"),
            1 => new JsonArray("array"),
            _ => new JsonArray("text"),
        },
    };

    private JsonObject XmlType() => new()
    {
        ["$type"] = random.Next(6) switch
        {
            0 => new JsonArray("xmlHook", "hook"),
            1 or 2 => new JsonArray("xmlText"),
            _ => new JsonArray("xmlElement", random.Next(2) == 0 ? "p" : "DIV"),
        },
    };

    private JsonNode? Value(int depth, bool inMap) => random.Next(inMap ? 18 : 15) switch
    {
        0 => null,
        1 => true,
        2 => false,
        3 => random.Next(200) - 100,
        4 => random.NextDouble(),
        5 => random.Next(),
        6 => (double)random.Next() * random.Next(),
        7 => Number(),
        8 => 0.5f + random.Next(10),
        9 => Word(),
        10 when depth > 0 => new JsonArray(Value(depth - 1, inMap), Value(depth - 1, inMap)),
        11 when depth > 0 => new JsonObject { [Word()] = Value(depth - 1, inMap), ["7"] = Value(0, inMap) },
        15 => new JsonObject { ["$undefined"] = 0 },
        16 => new JsonObject { ["$bigint"] = $"{random.NextInt64()}" },
        17 => new JsonObject { ["$bytes"] = "AQID" },
        _ => random.Next(1000),
    };

    private JsonNode Number() => random.Next(6) switch
    {
        0 => new JsonObject { ["$number"] = "-0" },
        1 => new JsonObject { ["$number"] = "NaN" },
        2 => new JsonObject { ["$number"] = "-Infinity" },
        3 => 1e300,
        4 => 1.5e-9,
        _ => -2147483648.0,
    };
}
