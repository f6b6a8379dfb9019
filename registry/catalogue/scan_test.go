package catalogue

import (
	"fmt"
	"math/rand/v2"
	"testing"
)

func TestQuick(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	s := NewScan("c")
	for range 1000 {
		f := fmt.Sprintf("370902%04d%02d%02d%03d", 1950+r.IntN(60), 1+r.IntN(12), 1+r.IntN(28), r.IntN(999))
		c, _ := ResidentCheck([]byte(f))
		s.Add([]byte(f + string(c)))
	}
	t.Log(s.Proposals())
	t.Log(Survey([]byte("联系人：王建华，电话13812345678，身份证号370902199003071234，住山东省泰安市泰山区东岳大街12号，车牌鲁J·12345、鲁JD12345, mail a.b@example.com ip 10.0.0.1 mac 00:1b:44:11:3a:b7 座机0538-8881234")))
}
